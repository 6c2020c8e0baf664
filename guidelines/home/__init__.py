"""What needs me, the style page, the handbook and health."""
