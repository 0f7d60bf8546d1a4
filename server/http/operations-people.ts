import { administration } from '#lib/contract/administration.ts'
import { auditPage } from '#lib/contract/audit.ts'
import { kioskBoard, kioskItem, kioskState, kiosksList, newKiosk, pairingCode, pairingItem } from '#lib/contract/kiosk.ts'
import { liveEvent } from '#lib/contract/live.ts'
import { sessionInfo, sessionsEnded, sessionsList, signedOut, signIn } from '#lib/contract/session.ts'
import { settings } from '#lib/contract/settings.ts'
import { health, syncReport } from '#lib/contract/sync.ts'
import { newView, viewChange, viewItem, viewsList } from '#lib/contract/views.ts'
import { named, type Operation } from './operation.ts'

/** What tells of sessions, views and Rollcall itself. */
export const PEOPLE_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: 'GET', path: '/api/session', access: 'session' },
    summary: 'Who one is and what one may see.',
    answer: { status: 200, schema: named({ sessionInfo }) },
  },
  {
    ...{ method: 'POST', path: '/api/session', access: 'open' },
    summary: 'Sign in with an account of a manager; the session is a cookie.',
    body: named({ signIn }),
    answer: { status: 201, schema: named({ sessionInfo }) },
  },
  {
    ...{ method: 'GET', path: '/api/session/oidc', access: 'open' },
    summary: 'Sign in by OpenID Connect: leads a browser to the issuer.',
    query: { next: 'Page of ours to go to afterwards.' },
    answer: { status: 303 },
  },
  {
    ...{ method: 'GET', path: '/api/session/oidc/callback', access: 'open' },
    summary: 'Where the issuer leads the browser back to, with what OpenID Connect says.',
    answer: { status: 303 },
  },
  {
    ...{ method: 'GET', path: '/api/session/proxy', access: 'open' },
    summary: 'Sign in as whom the trusted proxy in front names.',
    query: { next: 'Page of ours to go to afterwards.' },
    answer: { status: 303 },
  },
  {
    ...{ method: 'DELETE', path: '/api/session', access: 'session' },
    summary: 'Sign out, and where to go then.',
    answer: { status: 200, schema: named({ signedOut }) },
  },
  {
    ...{ method: 'DELETE', path: '/api/session/managers/{manager}', access: 'session' },
    summary: 'Take the account at one manager out of the session.',
    answer: { status: 204 },
  },
  {
    ...{ method: 'GET', path: '/api/sessions', access: 'session' },
    summary: 'Sessions that go on: the person’s own; for administrators everybody’s.',
    query: { of: '`all` for everybody’s.' },
    answer: { status: 200, schema: named({ sessionsList }) },
  },
  {
    ...{ method: 'DELETE', path: '/api/sessions', access: 'session' },
    summary: 'End all other sessions of the person.',
    answer: { status: 200, schema: named({ sessionsEnded }) },
  },
  {
    ...{ method: 'DELETE', path: '/api/sessions/{id}', access: 'session' },
    summary: 'End one session.',
    answer: { status: 204 },
  },
  {
    ...{ method: 'POST', path: '/api/session/managers', access: 'session' },
    summary: 'Add an account at another manager to the session.',
    body: named({ signIn }),
    answer: { status: 200, schema: named({ sessionInfo }) },
  },
  {
    ...{ method: 'GET', path: '/api/settings', access: 'session' },
    summary: 'The rules that the words on the screens go by.',
    answer: { status: 200, schema: named({ settings }) },
  },
  {
    ...{ method: 'GET', path: '/api/sync', access: 'session' },
    summary: 'How the collector stands with every manager in scope.',
    answer: { status: 200, schema: named({ syncReport }) },
  },
  {
    ...{ method: 'GET', path: '/api/live', access: 'session' },
    summary: 'That something changed in scope, as server-sent events.',
    answer: { status: 200, type: 'text/event-stream', of: named({ liveEvent }) },
  },
  {
    ...{ method: 'GET', path: '/api/views', access: 'agents' },
    summary: 'Saved views: one’s own and those that others share.',
    answer: { status: 200, schema: named({ viewsList }) },
  },
  {
    ...{ method: 'POST', path: '/api/views', access: 'agents' },
    summary: 'Save a view.',
    body: named({ newView }),
    answer: { status: 201, schema: named({ viewItem }) },
  },
  {
    ...{ method: 'PATCH', path: '/api/views/{id}', access: 'agents' },
    summary: 'Change a view, or start with it.',
    body: named({ viewChange }),
    answer: { status: 200, schema: named({ viewItem }) },
  },
  {
    ...{ method: 'DELETE', path: '/api/views/{id}', access: 'agents' },
    summary: 'Remove a view.',
    answer: { status: 204 },
  },
  {
    ...{ method: 'GET', path: '/api/administration', access: 'administrator' },
    summary: 'How Rollcall is set up and how it gets on.',
    answer: { status: 200, schema: named({ administration }) },
  },
  {
    ...{ method: 'GET', path: '/api/kiosks', access: 'agents' },
    summary: 'Wall screens: those that one approved; for administrators all of their manager.',
    answer: { status: 200, schema: named({ kiosksList }) },
  },
  {
    ...{ method: 'POST', path: '/api/kiosks/pairing', access: 'agents' },
    summary: 'Which screen shows a code.',
    body: named({ pairingCode }),
    answer: { status: 200, schema: named({ pairingItem }) },
  },
  {
    ...{ method: 'POST', path: '/api/kiosks', access: 'agents' },
    summary: 'Approve the screen that shows a code.',
    body: named({ newKiosk }),
    answer: { status: 201, schema: named({ kioskItem }) },
  },
  {
    ...{ method: 'DELETE', path: '/api/kiosks/{id}', access: 'session' },
    summary: 'Disconnect a screen.',
    answer: { status: 200, schema: named({ kioskItem }) },
  },
  {
    ...{ method: 'GET', path: '/kiosk/start', access: 'open' },
    summary: 'Give the browser of a screen its cookie and a code, and send it to the page that shows it.',
    answer: { status: 303 },
  },
  {
    ...{ method: 'GET', path: '/api/kiosk', access: 'open' },
    summary: 'For the browser of a screen: where it stands.',
    answer: { status: 200, schema: named({ kioskState }) },
  },
  {
    ...{ method: 'GET', path: '/api/kiosk/board', access: 'kiosk' },
    summary: 'All that a screen shows.',
    answer: { status: 200, schema: named({ kioskBoard }) },
  },
  {
    ...{ method: 'GET', path: '/api/kiosk/live', access: 'kiosk' },
    summary: 'That something changed in what a screen shows, as server-sent events.',
    answer: { status: 200, type: 'text/event-stream', of: named({ liveEvent }) },
  },
  {
    ...{ method: 'GET', path: '/api/audit', access: 'administrator' },
    summary: 'The audit log, the newest event first.',
    query: {
      kind: 'Only events of this kind.',
      outcome: '`ok`, `refused` or `failed`.',
      text: 'Stands in a name, an address or what the event was about.',
      from: 'Earliest time, ISO 8601.',
      to: 'Latest time, ISO 8601.',
      before: 'Only events before this number.',
      limit: 'Events of the page, 1 to 500.',
    },
    answer: { status: 200, schema: named({ auditPage }) },
  },
  {
    ...{ method: 'GET', path: '/api/openapi.json', access: 'session' },
    summary: 'This document.',
    answer: { status: 200, type: 'application/json' },
  },
  {
    ...{ method: 'GET', path: '/api/health', access: 'open' },
    summary: 'That Rollcall answers.',
    answer: { status: 200, schema: named({ health }) },
  },
  {
    ...{ method: 'GET', path: '/metrics', access: 'operator' },
    summary: 'How Rollcall itself is doing, for a monitoring system.',
    answer: { status: 200, type: 'text/plain' },
  },
]
