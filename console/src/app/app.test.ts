import { MutationObserver, onlineManager } from '@tanstack/react-query'
import { afterEach, describe, expect, it } from 'vitest'
import openapi from '../../openapi.json'
import { answer } from '../api/client'
import { NO_ANSWER, Problem, problemOf } from '../api/problem'
import { makeQueryClient } from '../api/queries'
import { draftName, forgetDrafts } from './drafts'
import { PAGES } from './pages'
import { tokenIn } from './signin'

describe('pages', () => {
  const operations = Object.values(openapi.paths).flatMap((path) => Object.values(path))
  const actions = new Set(
    operations.map((operation) => (operation as Record<string, unknown>)['x-cedar-action']),
  )

  it('ask for actions that the platform has', () => {
    expect(PAGES.length).toBeGreaterThanOrEqual(3)
    expect(PAGES.filter(({ action }) => action && !actions.has(action)).map(({ title }) => title)).toEqual([])
  })

  it('have paths of their own', () => {
    const paths = PAGES.flatMap(({ paths }) => paths)
    expect(new Set(paths).size).toBe(paths.length)
  })

  it('stand in the navigation in their order, with paths that lead there', () => {
    const listed = PAGES.filter(({ order }) => order !== undefined)
    expect(listed.map(({ order }) => order)).toEqual(
      [...listed].map(({ order }) => order).sort((a = 0, b = 0) => a - b),
    )
    expect(listed.every(({ paths }) => !paths[0].includes(':'))).toBe(true)
  })
})

describe('tokenIn', () => {
  const token = '_-yS5thW0eWuFILdCZlnavssZGJ3y1Xs7CAknGMKsi0'

  it('reads a link, a fragment and the bare token', () => {
    expect(tokenIn(`http://localhost:8400/sign-in#${token}`)).toBe(token)
    expect(tokenIn(`#${token}`)).toBe(token)
    expect(tokenIn(`  ${token}\n`)).toBe(token)
  })

  it('reads nothing from anything else', () => {
    for (const text of ['', '#', 'http://localhost:8400/sign-in', 'hello', '#two words of it here']) {
      expect(tokenIn(text)).toBe('')
    }
  })
})

describe('answer', () => {
  const response = (status: number) => new Response(null, { status })

  it('gives the data of a success', async () => {
    expect(await answer(Promise.resolve({ data: 5, response: response(200) }))).toBe(5)
    expect(await answer(Promise.resolve({ response: response(204) }))).toBeUndefined()
  })

  it('throws the problem that the platform told', async () => {
    const error = { key: 'incident-changed', fields: { expected: 1, found: 2 }, status: 409 }
    await expect(answer(Promise.resolve({ error, response: response(409) }))).rejects.toMatchObject({
      status: 409,
      key: 'incident-changed',
      fields: { expected: 1, found: 2 },
    })
  })

  it('says so where no answer came', async () => {
    await expect(answer(Promise.reject(new TypeError('failed to fetch')))).rejects.toMatchObject({
      key: NO_ANSWER,
    })
    const stopped = new DOMException('stopped', 'AbortError')
    await expect(answer(Promise.reject(stopped))).rejects.toBe(stopped)
  })

  it('makes a problem of whatever a proxy answers', () => {
    expect(problemOf(502, '<html>')).toMatchObject({ status: 502, key: 'console-unexpected-answer' })
    expect(problemOf(500, { key: 7 })).toBeInstanceOf(Problem)
  })

  it('keeps what the platform says, for a key that is new', () => {
    const problem = problemOf(404, { key: 'new-key', title: 'Not there.', detail: 'Look elsewhere.' })
    expect(problem.said).toEqual({ title: 'Not there.', remedy: 'Look elsewhere.' })
    expect(problemOf(404, { key: 'new-key' }).said).toBeNull()
  })
})

describe('drafts', () => {
  const stored = () => {
    const kept = new Map([
      [draftName('user-1', 'incident-1.reason'), 'pump'],
      [draftName('user-1', 'shift-1.note'), 'valve'],
      [draftName('user-12', 'incident-1.reason'), 'of another'],
      ['luylau.language', 'vi'],
    ])
    const storage = {
      get length() {
        return kept.size
      },
      key: (at: number) => [...kept.keys()][at] ?? null,
      removeItem: (name: string) => void kept.delete(name),
    }
    return { kept, storage }
  }

  it('of others are forgotten when somebody comes', () => {
    const { kept, storage } = stored()
    forgetDrafts(storage, { but: 'user-1' })
    expect([...kept.values()]).toEqual(['pump', 'valve', 'vi'])
  })

  it('are all forgotten when somebody signs out, and nothing else is', () => {
    const { kept, storage } = stored()
    forgetDrafts(storage)
    expect([...kept.keys()]).toEqual(['luylau.language'])
  })
})

describe('without a network', () => {
  afterEach(() => onlineManager.setOnline(true))

  it('an act fails at once and is not done later; what is read says that no answer comes', async () => {
    onlineManager.setOnline(false)
    const client = makeQueryClient()
    const call = () => answer(Promise.reject(new TypeError('no network')))
    await expect(new MutationObserver(client, { mutationFn: call }).mutate()).rejects.toMatchObject({
      key: NO_ANSWER,
    })
    await expect(client.fetchQuery({ queryKey: ['map'], queryFn: call, retry: false })).rejects.toMatchObject(
      {
        key: NO_ANSWER,
      },
    )
  })
})
