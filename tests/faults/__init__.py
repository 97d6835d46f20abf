"""`make faults`: what happens to the tracker when machines fail, tried on a site of its own (docs/faults.md).

Processes are killed in the middle of their work, disks fill up, folders cannot be written, databases go away, clocks
jump, and several do at once what one does elsewhere. After each fault the database is looked through, the work must be
done or not done at all, whoever asked must have been told so in a sentence, and the next start must need no hands.
"""
