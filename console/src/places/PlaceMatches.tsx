import { Text, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { MapPin } from 'lucide'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import classes from './PlaceMatches.module.css'
import { gazetteerQuery } from './queries'

const TYPING_MS = 250

/** Places that the typed text may mean, old addresses included: choosing one shows what lies there. */
export function PlaceMatches({ text: typed, onPlace }: { text: string; onPlace: (id: string) => void }) {
  const text = useText()
  const [settled] = useDebouncedValue(typed, TYPING_MS)
  const { data } = useQuery(gazetteerQuery(settled))
  if (typed.trim().length < 2 || !data || data.items.length === 0) return null
  return (
    <ul className={classes.list} aria-label={text('console-places-found')}>
      {data.items.map((match) => (
        <li key={`${match.place} ${match.matched}`}>
          <UnstyledButton className={classes.match} onClick={() => onPlace(match.place)}>
            <Icon of={MapPin} size={20} />
            <span>
              <Text component="span" fw={600} display="block">
                {match.name}
              </Text>
              {match.found_as !== 'current' && (
                <Text component="span" size="sm" c="dimmed">
                  {text('console-place-before', { name: match.matched })}
                </Text>
              )}
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}
