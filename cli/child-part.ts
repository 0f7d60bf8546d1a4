import type { ChildProcess } from 'node:child_process'
import type { Part } from './keep-running.ts'

/** A child process as a part of the product; `ended` gives its exit code, or the name of the signal that ended it. */
export function childPart(child: ChildProcess): Part {
  return {
    ended: new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(code ?? signal))
      child.once('error', (error) => child.pid === undefined && resolve(error.message))
    }),
    stop: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
  }
}
