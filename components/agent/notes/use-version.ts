'use client'

import { useLayoutEffect, useState } from 'react'
import { baseVersion } from './base-version.ts'

/** The version that a form's change is of. @param shown the one that is drawn beside the form */
export function useVersion(shown: number) {
  const [base] = useState(() => baseVersion(shown))
  useLayoutEffect(() => base.show(shown))
  return base
}
