// Which Rollcalls run from a folder, so that nothing is built anew under one. Plain JavaScript: it runs before anything is installed.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const marksOf = (root) => path.join(root, '.cache', 'running')

/** Says that this process runs the product from this folder, until it ends. @param {string} root */
export function markRunning(root) {
  const mark = path.join(marksOf(root), String(process.pid))
  mkdirSync(marksOf(root), { recursive: true })
  writeFileSync(mark, startOf(process.pid))
  process.once('exit', () => rmSync(mark, { force: true }))
}

/** Another process that runs the product from this folder; marks of those that were killed go. @param {string} root @returns {number | undefined} */
export function findRunning(root) {
  let marks
  try {
    marks = readdirSync(marksOf(root))
  } catch {
    return undefined
  }
  return marks.map(Number).find((pid) => {
    const mark = path.join(marksOf(root), String(pid))
    if (pid === process.pid) return false
    const isRunning = isAlive(pid, mark)
    if (!isRunning) rmSync(mark, { force: true })
    return isRunning
  })
}

function isAlive(pid, mark) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  // The same number may belong to another process by now.
  return readFileSync(mark, 'utf8') === startOf(pid)
}

/** When a process began, in ticks since boot; empty where that can't be read. Source: proc(5), field 22 of stat. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
