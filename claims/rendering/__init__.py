"""What pages, Excel and pictures draw alike: the palette, cells, the legend and the coordinates of charts."""
