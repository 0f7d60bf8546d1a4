/**
 * The version that a change is of: the one that its form began with, so that whoever was quicker is never overwritten unseen. Once a
 * change was refused, the next is of the one that is shown when it is made.
 */
export function baseVersion(begun: number) {
  let shown = begun
  let base: number | null = begun
  return {
    show: (version: number) => {
      shown = version
    },
    refused: () => {
      base = null
    },
    version: () => base ?? shown,
  }
}
