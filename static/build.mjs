// Builds static/dist from static/src: `npm ci && npm run build`. Only developers need it.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "src");
const dist = join(here, "dist");
const modules = join(here, "..", "node_modules");

const tokens = JSON.parse(readFileSync(join(source, "tokens.json"), "utf8"));

/** Write one theme as custom properties. */
const properties = (theme) =>
  Object.entries(tokens[theme]).map(([name, value]) => `--${name}:${value}`).join(";");

/** The colours of both themes; print always takes the light one. */
const colours = () => `
:root{color-scheme:light;${properties("light")}}
@media screen{
  :root[data-theme=dark]{color-scheme:dark;${properties("dark")}}
  @media (prefers-color-scheme:dark){
    :root:not([data-theme=light]){color-scheme:dark;${properties("dark")}}
  }
}`;

const FONTS = [
  ["Source Sans 3", "source-sans-3"],
  ["Source Serif 4", "source-serif-4"],
];
const SUBSETS = ["latin", "latin-ext", "greek", "cyrillic"];

/** Copy the woff2 files of the wanted subsets and declare them. */
function fonts() {
  mkdirSync(join(dist, "fonts"), { recursive: true });
  let css = "";
  for (const [family, slug] of FONTS) {
    const home = join(modules, "@fontsource-variable", slug);
    const ranges = JSON.parse(readFileSync(join(home, "unicode.json"), "utf8"));
    cpSync(join(home, "LICENSE"), join(dist, "fonts", `${slug}-LICENSE.txt`));
    for (const style of ["normal", "italic"]) {
      for (const subset of SUBSETS) {
        const file = `${slug}-${subset}-wght-${style}.woff2`;
        cpSync(join(home, "files", file), join(dist, "fonts", file));
        css += `@font-face{font-family:"${family}";font-style:${style};font-weight:200 900;`
          + `font-display:swap;src:url(fonts/${file}) format("woff2");`
          + `unicode-range:${ranges[subset]}}\n`;
      }
    }
  }
  return css;
}

/** Name the sources a build came from, so that a test can see a stale one. */
function fingerprint() {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => [relative(source, path).split("\\").join("/"), path])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash("sha256");
  for (const [name, path] of files) hash.update(name + "\n").update(readFileSync(path));
  return hash.digest("hex") + "\n";
}

/** Return the licences of the packages that went into the scripts, each under its name. */
function licences(metafile) {
  const names = Object.keys(metafile.inputs)
    .map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path.split("\\").join("/"))?.[1])
    .filter(Boolean);
  return [...new Set(names)].sort().map((name) => {
    const home = join(modules, name);
    const file = readdirSync(home).find((one) => /^licen[cs]e/i.test(one));
    if (!file) throw new Error(`no licence in ${name}`);
    return `${name}\n\n${readFileSync(join(home, file), "utf8").trim()}\n`;
  }).join("\n----\n\n");
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const generated = {
  name: "generated",
  setup(plugin) {
    plugin.onResolve({ filter: /^generated:/ }, ({ path }) => ({ path, namespace: "generated" }));
    plugin.onLoad({ filter: /colours/, namespace: "generated" }, () => ({ contents: colours(), loader: "css" }));
  },
};
// The policy of the pages allows no <style> elements: the editor's own rules go into a sheet that
// the document adopts, as its library does by itself in a shadow root only.
const adopted = {
  name: "adopted",
  setup(plugin) {
    plugin.onLoad({ filter: /style-mod[\\/](src|dist)[\\/]style-mod\.c?js$/ }, ({ path }) => {
      const code = readFileSync(path, "utf8");
      if (!code.includes("!root.head && root.adoptedStyleSheets")) throw new Error(`not as known: ${path}`);
      return { contents: code.replace("!root.head && root.adoptedStyleSheets", "root.adoptedStyleSheets"), loader: "js" };
    });
  },
};
const scripts = await build({
  entryPoints: {
    app: join(source, "js", "app.js"),
    editor: join(source, "js", "editor", "main.js"),
    beside: join(source, "js", "editor", "beside.js"),
    theme: join(source, "js", "theme.js"),
  },
  outdir: dist,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  plugins: [adopted],
});
await build({
  entryPoints: { app: join(source, "css", "app.css"), editor: join(source, "css", "editor.css") },
  outdir: dist,
  bundle: true,
  minify: true,
  target: ["chrome109", "firefox115", "safari16"],
  plugins: [generated],
  legalComments: "none",
});
writeFileSync(join(dist, "editor-LICENSES.txt"), licences(scripts.metafile));
writeFileSync(join(dist, "fonts.css"), fonts());
cpSync(join(modules, "htmx.org", "dist", "htmx.min.js"), join(dist, "htmx.js"));
cpSync(join(modules, "htmx.org", "LICENSE"), join(dist, "htmx-LICENSE.txt"));
cpSync(join(source, "img"), dist, { recursive: true });
writeFileSync(join(dist, "built-from.txt"), fingerprint());
