import { runtime, startRuntime } from '#server/runtime.ts'
import { type collectorRig, configOf } from './collector-rig.ts'

/**
 * Starts what the routes stand on in this process, over the store of a rig and against its manager.
 * @param env further settings
 */
export async function serveFrom(
  { demo, store }: Pick<Awaited<ReturnType<typeof collectorRig>>, 'demo' | 'store'>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { url, user, password, tls } = configOf(demo)
  Object.assign(process.env, {
    DATABASE_URL: `file:${store.file}`,
    MANAGER_URL: url.href,
    MANAGER_NAME: 'main',
    MANAGER_USER: user,
    MANAGER_PASSWORD: password,
    MANAGER_FINGERPRINT: tls.fingerprint ?? '',
    ...env,
  })
  await startRuntime()
}

/** Has what is served be what the store holds now: a refresh that was under way may have read before, the second one has not. */
export async function catchUp(): Promise<void> {
  await runtime().fleet.refresh()
  await runtime().fleet.refresh()
}
