/** What the manager is to do with an agent, or has done. */
export interface Task {
  readonly id: number
  readonly agent: number
  readonly node: string
  readonly command: 'upgrade' | 'upgrade_custom'
  /** Epoch seconds. */
  readonly created: number
  /** What becomes of it, in order of time. */
  readonly steps: readonly TaskStep[]
}

export interface TaskStep {
  /** Epoch seconds. */
  readonly at: number
  readonly status: 'In progress' | 'Done' | 'Failed' | 'Timeout' | 'Legacy'
  readonly error?: string
}

/** How a task stands at one moment. */
export interface TaskState {
  readonly status: 'Pending' | TaskStep['status']
  /** Epoch seconds; missing until something has happened. */
  readonly updated?: number
  readonly error?: string
}

/** The manager's tasks. They go on by the clock: nothing runs between requests. */
export interface TaskBook {
  add(task: Omit<Task, 'id'>): Task
  /** In order of id. */
  all(): readonly Task[]
  /** The last task of an agent. */
  latest(agent: number): Task | undefined
  /**
   * Takes one of the manager's few workers, the one that is free first, and returns when it can start.
   * @param seconds how long the worker is busy
   */
  occupy(from: number, seconds: number): number
}

/** `<max_threads>` of the manager's upgrade module. */
const WORKERS = 8

export function openTaskBook(): TaskBook {
  const tasks: Task[] = []
  const latest = new Map<number, Task>()
  const freeAt: number[] = new Array(WORKERS).fill(0)
  return {
    add(given) {
      const task = { id: tasks.length + 1, ...given }
      tasks.push(task)
      latest.set(task.agent, task)
      return task
    },
    all: () => tasks,
    latest: (agent) => latest.get(agent),
    occupy(from, seconds) {
      const worker = freeAt.indexOf(Math.min(...freeAt))
      const start = Math.max(from, freeAt[worker] ?? 0)
      freeAt[worker] = start + seconds
      return start
    },
  }
}

export function taskState(task: Task, nowSeconds: number): TaskState {
  const step = task.steps.findLast(({ at }) => at <= nowSeconds)
  if (!step) return { status: 'Pending' }
  const { at, status, error } = step
  return { status, updated: at, ...(error === undefined ? {} : { error }) }
}

export function isUnderWay(task: Task, nowSeconds: number): boolean {
  const { status } = taskState(task, nowSeconds)
  return status === 'Pending' || status === 'In progress'
}
