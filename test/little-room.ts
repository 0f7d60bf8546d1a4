import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Run, start } from './start-rig.ts'

/** A product whose store has real limits of room: of a file's size, or of a disk. */
export interface LittleRoom {
  readonly name: string
  /** Why it can't be had here; `null` when it can. */
  readonly missing: string | null
  /** What people are told then. */
  readonly words: string
  /** Starts the product on a store that has room. @returns also where the store lies for who is not in there */
  start(settings: Readonly<Record<string, string>>): { run: Run; file: string }
  take(run: Run, file: string): void
  giveBack(run: Run, file: string): void
}

const works = (program: string, ...args: string[]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0
/** Whether the limit of another process can be set and taken back. */
const LIMIT_OTHER = `sleep 60 & prlimit --pid $! --fsize=4096: && prlimit --pid $! --fsize=unlimited: ; failed=$?; kill $!; exit $failed`
const START = path.join('cli', 'start.mjs')
/** Only its own processes see the disk, which goes with the last of them. */
const OWN_DISK = ['unshare', process.getuid?.() === 0 ? '-m' : '-rm', 'sh', '-c'] as const
const MOUNT = 'mount -t tmpfs -o size=16m none "$0"'

function limitFiles(run: Run, bytes: number | 'unlimited'): void {
  for (const pid of [run.child.pid, run.pidOf('web.mjs')]) {
    const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`prlimit: ${stderr}`)
  }
}

/** @param folder of the caller, who removes it */
export function littleRooms(folder: string): readonly LittleRoom[] {
  const place = () => mkdtempSync(path.join(folder, 'store-'))
  const trial = mkdtempSync(path.join(tmpdir(), 'rollcall-disk-'))
  const [disk, ...options] = OWN_DISK
  const canMount = works(disk, ...options, MOUNT, trial)
  rmSync(trial, { recursive: true })
  return [
    {
      name: 'a limit of the size of files (RLIMIT_FSIZE)',
      missing: works('sh', '-c', LIMIT_OTHER) ? null : 'no limits of other processes may be set here',
      words: 'The store can’t be read or written: the disk reports an error.',
      start(settings) {
        const file = path.join(place(), 'store.db')
        return { file, run: start({ ...settings, DATABASE_URL: `file:${file}` }) }
      },
      take: (run) => limitFiles(run, 4096),
      giveBack: (run) => limitFiles(run, 'unlimited'),
    },
    {
      name: 'a full disk',
      missing: canMount ? null : 'nothing may be mounted here',
      words: 'The store has no room left: the disk is full.',
      start(settings) {
        const home = place()
        const file = path.join(home, 'store.db')
        const script = `${MOUNT} && exec "$1" "$2"`
        const command = [...OWN_DISK, script, home, process.execPath, START] as const
        const run = start({ ...settings, DATABASE_URL: `file:${file}` }, {}, command)
        return { run, file: `/proc/${run.child.pid}/root${file}` }
      },
      take(_run, file) {
        const filler = openSync(`${file}-filler`, 'w')
        try {
          for (;;) writeSync(filler, Buffer.alloc(65_536))
        } catch (error) {
          if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
        } finally {
          closeSync(filler)
        }
      },
      giveBack: (_run, file) => rmSync(`${file}-filler`),
    },
  ]
}
