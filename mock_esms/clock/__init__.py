"""The sandbox's time: the clock, the scheduler, its queue of due events, and the pool of tasks that they start."""
