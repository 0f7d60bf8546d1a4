import { hash32 } from '../fleet/hash.ts'
import { isoSeconds } from '../query/agent-item.ts'
import type { JsonObject } from '../wire/python-json.ts'
import { countedSince, eventsBetween, keepAlivesBetween, lastHeard } from './activity.ts'
import { waitingEvents } from './agent-stats.ts'
import type { AgentView } from './agent-view.ts'

/** What the manager's daemons have counted for one agent: `wazuh-remoted` its messages, `wazuh-analysisd` its events. */
export function daemonStats(daemon: string, agent: AgentView, nowSeconds: number): JsonObject {
  const since = countedSince(agent, nowSeconds)
  const heard = lastHeard(agent, nowSeconds)
  const events = Math.max(0, eventsBetween(agent, since, heard) - waitingEvents(agent, heard))
  const metrics =
    daemon === 'wazuh-remoted' ? { messages: messages(agent, since, heard, events) } : { events: analysed(agent, events) }
  return {
    timestamp: isoSeconds(nowSeconds),
    name: daemon,
    agents: [{ uptime: isoSeconds(since), id: agent.number, metrics }],
  }
}

function messages(agent: AgentView, since: number, heard: number, events: number): JsonObject {
  const keepalive = keepAlivesBetween(agent, since, heard)
  const request = hash32(agent.number, 6, 65) % 4
  return {
    received_breakdown: {
      control: keepalive + request + 1,
      control_breakdown: { keepalive, request, shutdown: 0, startup: 1 },
      event: events,
    },
    sent_breakdown: {
      ack: keepalive + 1,
      ar: 0,
      cfga: 0,
      discarded: 0,
      request,
      shared: 1 + (hash32(agent.number, 7, 65) % 3),
    },
  }
}

function analysed(agent: AgentView, events: number): JsonObject {
  const share = (percent: number) => Math.floor((events * percent) / 100)
  const isWindows = agent.text('os_platform') === 'windows'
  const isMac = agent.text('os_platform') === 'darwin'
  const logs = share(55)
  return {
    processed: events,
    received_breakdown: {
      decoded_breakdown: {
        agent: 1,
        dbsync: share(9),
        integrations_breakdown: { virustotal: 0 },
        modules_breakdown: {
          aws: 0,
          azure: 0,
          ciscat: 0,
          command: 0,
          docker: 0,
          gcp: 0,
          github: 0,
          logcollector_breakdown: {
            eventchannel: isWindows ? logs : 0,
            eventlog: 0,
            macos: isMac ? logs : 0,
            others: isWindows || isMac ? 0 : logs,
          },
          'ms-graph': 0,
          office365: 0,
          oscap: 0,
          osquery: 0,
          rootcheck: share(1),
          sca: share(8),
          syscheck: share(6),
          syscollector: share(18),
          upgrade: 0,
          vulnerability: 0,
        },
        monitor: 0,
        remote: share(2),
      },
    },
    written_breakdown: { alerts: share(12), archives: 0, firewall: 0 },
  }
}
