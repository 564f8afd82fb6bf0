/** Processes by their ids. */

/** Whether a process is running. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else is running all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
