"""What pages, Excel and pictures draw alike: cells and the coordinates of charts."""
