/** Tasks in the order in which they are due: a binary heap, because a large deployment leaves hundreds of thousands. */

export interface Task {
  /** When it is due, in milliseconds since 1970. */
  readonly at: number;
  /** Breaks ties: what was scheduled first runs first. */
  readonly order: number;
  readonly run: () => void | Promise<void>;
  cancelled: boolean;
}

export class TaskQueue {
  private readonly heap: Task[] = [];

  push(task: Task): void {
    const { heap } = this;
    let index = heap.push(task) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!precedes(task, heap[parent] as Task)) break;
      heap[index] = heap[parent] as Task;
      index = parent;
    }
    heap[index] = task;
  }

  /** The task that is due first. */
  peek(): Task | undefined {
    while (this.heap[0]?.cancelled === true) this.pop();
    return this.heap[0];
  }

  /** Takes the task that is due first away. */
  pop(): Task | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const right = heap[child + 1];
      if (right !== undefined && precedes(right, heap[child] as Task)) child += 1;
      const next = heap[child];
      if (next === undefined || !precedes(next, last)) break;
      heap[index] = next;
      index = child;
    }
    heap[index] = last;
    return first;
  }

  clear(): void {
    this.heap.length = 0;
  }
}

/** Whether `left` runs before `right`. */
export function precedes(left: Task, right: Task): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}
