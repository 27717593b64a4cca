import { useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide'
import { useParams, useSearchParams } from 'wouter'
import { Empty, Loaded } from '../app/states'
import { useText } from '../i18n/text'
import { CombinationPage } from './CombinationPage'
import { draftOf, EMPTY, freeId, KINDS } from './draft'
import { Editor } from './Editor'
import { apart, rulesQuery } from './queries'
import { RuleList } from './RuleList'

/** What the platform watches: all rules, or one of them in its form. */
export default function RulesPage() {
  const { rule: id } = useParams()
  const [search] = useSearchParams()
  const text = useText()
  const query = useQuery(rulesQuery)
  return (
    <Loaded query={query} page>
      {({ items, version }) => {
        const { rules, combinations } = apart(items)
        const found = rules.find((one) => one.id === id)
        if (id) {
          const combination = combinations.find((one) => one.id === id)
          if (combination)
            return <CombinationPage combination={combination} rules={rules} version={version} />
          if (!found) return <Empty icon={SearchX} title={text('rule-unknown', { rule: id })} page />
          return <Editor key={id} start={draftOf(found)} base={found} rules={rules} version={version} />
        }
        const copied = rules.find((one) => one.id === search.get('copy'))
        const kind = KINDS.find((one) => one === search.get('new'))
        if (copied) {
          const taken = new Set(items.map((one) => one.id))
          const start = { ...draftOf(copied), id: freeId(copied.id, taken) }
          return <Editor key={`copy ${copied.id}`} start={start} rules={rules} version={version} />
        }
        if (kind) {
          return <Editor key={`new ${kind}`} start={{ ...EMPTY, kind }} rules={rules} version={version} />
        }
        return <RuleList rules={rules} combinations={combinations} version={version} />
      }}
    </Loaded>
  )
}
