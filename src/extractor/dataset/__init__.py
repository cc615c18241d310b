"""Pages -> tables: rows, their description, and what a run tells of a page. Pure; files are the edge's business."""
