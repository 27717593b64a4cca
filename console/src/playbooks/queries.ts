import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { KEYS } from '../api/queries'

/** The pack's playbooks. */
export const playbooksQuery = queryOptions({
  queryKey: [KEYS.playbooks, 'all'],
  queryFn: () => answer(api.GET('/api/v1/playbooks')),
})

/** One playbook of the pack, with its steps and drafts. */
export const playbookQuery = (playbook: string) =>
  queryOptions({
    queryKey: [KEYS.playbooks, 'one', playbook],
    queryFn: () => answer(api.GET('/api/v1/playbooks/{playbook}', { params: { path: { playbook } } })),
  })

/** What playbooks there are for an incident, and those that run on it or have. */
export const incidentPlaybooksQuery = (incident: string) =>
  queryOptions({
    queryKey: [KEYS.playbooks, 'of-incident', incident],
    queryFn: () =>
      answer(api.GET('/api/v1/incidents/{incident}/playbooks', { params: { path: { incident } } })),
  })
