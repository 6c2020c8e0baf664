"""In which files a table is handed out, and what kind of file each is."""

FORMATS = "csv, xlsx, json"
MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
