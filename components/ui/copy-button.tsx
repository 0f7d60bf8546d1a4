'use client'

import { useEffect, useState } from 'react'
import { TEXT } from '#lib/format/text.ts'
import { copyText } from './copy-text.ts'
import { Icon } from './icon.tsx'

const SHOWN_MS = 2000

/** Copies `value`; says for a moment how it went. @param worded says on the button itself what it copies */
export function CopyButton({ value, what, worded = false }: { value: string; what: string; worded?: boolean }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [state])

  const copy = async () => setState((await copyText(value)) ? 'copied' : 'failed')
  const said = state === 'copied' ? TEXT.copied : state === 'failed' ? TEXT.copyFailed : ''
  return (
    <>
      {worded ? (
        <button type="button" className="button inline-flex items-center gap-2" onClick={copy}>
          <Icon name={state === 'copied' ? 'check' : 'copy'} small />
          {TEXT.copy(what)}
        </button>
      ) : (
        <button type="button" className="ghost copy" aria-label={TEXT.copy(what)} title={TEXT.copy(what)} onClick={copy}>
          <Icon name={state === 'copied' ? 'check' : 'copy'} small />
        </button>
      )}
      <span role="status" className={state === 'failed' ? 'meta text-secondary' : 'sr-only'}>
        {said}
      </span>
    </>
  )
}
