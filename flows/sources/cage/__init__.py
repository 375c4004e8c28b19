"""A process of its own for whatever parses bytes from outside, held to limits of memory and time by the kernel.

A workbook of six kilobytes can ask for gigabytes, a page of open tags for minutes, and a parser written in C can take
the whole program down. Here it takes down a process that holds no secret and no connection, and the run reads on: each
way to fail comes back as one line.
"""
