import { Button, CloseButton, Group, Paper, Text } from '@mantine/core'
import { Ban, Pin } from 'lucide'
import { Link } from 'wouter'
import { Icon } from '../../app/Icon'
import { useLanguage } from '../../i18n/LanguageProvider'
import { nameIn, useFormats, useText } from '../../i18n/text'
import { usePlaceName } from '../../places/usePlaceName'
import { type PlacedSite, planOf } from '../answer'
import { useFigures } from '../result/useFigures'
import { ruled, rulingOf } from '../study'
import classes from './Studio.module.css'
import type { StudioState } from './useStudio'

/** Why a site is in the plan, or is not; and whether it must or must not be. */
export function SiteCard({ studio }: { studio: StudioState }) {
  const text = useText()
  const { language } = useLanguage()
  const { number } = useFormats()
  const figures = useFigures()
  const placeName = usePlaceName()
  const { study, site: id, setSite, shown, edit, fixed, plan: planId } = studio
  const answer = shown.answer
  if (!answer) return null
  const placed = answer.sites.find(({ site }) => site === id)
  const left = answer.left.find(({ site }) => site === id)
  const spot = planOf(answer, planId).sites.find(({ site }) => site === id) ?? placed ?? left
  const ruling = rulingOf(study.limits, id)
  const optionName = (option: string) => {
    const found = study.option.find((one) => one.id === option)
    return found ? nameIn(language, found, option) : option
  }
  const rule = (to: 'must' | 'must_not') =>
    edit({ ...study, limits: ruled(study.limits, id, ruling === to ? '' : to) })
  const value = (one: number) => figures.value(one, answer.unit)
  const unit = placeName((placed ?? left)?.unit ?? '')
  return (
    <Paper
      withBorder
      shadow="sm"
      className={classes.card}
      component="section"
      aria-label={id}
      aria-live="polite"
    >
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div className={classes.grow}>
          <Text fw={600}>{placed?.name || id}</Text>
          <Text size="sm" c="dimmed">
            {[placed?.name ? id : '', spot && optionName(spot.option), unit].filter(Boolean).join(' · ')}
          </Text>
        </div>
        <CloseButton aria-label={text('console-studies-close-site')} onClick={() => setSite('')} />
      </Group>
      {placed && <Why placed={placed} value={value} />}
      {left && (
        <>
          <Text size="sm">
            {text(`siting-note-why-${left.reason.replace('_', '-')}`, { rival: left.rival || '–' })}
          </Text>
          <Text size="sm">
            {text('console-studies-would-add', { own: value(left.own), adds: value(left.would_add) })}
          </Text>
          {left.in_plans !== null && (
            <Text size="sm">
              {text('console-studies-in-plans', { share: number(100 * left.in_plans, 0) })}
            </Text>
          )}
          {left.rival && (
            <Group gap="xs">
              <Text size="sm">
                {text('console-studies-shared', { shared: value(left.shared), rival: left.rival })}
              </Text>
              <Button variant="subtle" px="xs" onClick={() => setSite(left.rival)}>
                {text('console-studies-show-rival')}
              </Button>
            </Group>
          )}
        </>
      )}
      {!placed && !left && <Text size="sm">{text('console-studies-site-other')}</Text>}
      {placed?.asset && (
        <Button
          component={Link}
          href={`/assets/${encodeURIComponent(placed.asset)}`}
          variant="subtle"
          px="xs"
          w="fit-content"
        >
          {text('console-studies-site-asset')}
        </Button>
      )}
      {placed && placed.powered !== null && (
        <Text size="sm">{text('console-studies-powered', { share: number(100 * placed.powered, 0) })}</Text>
      )}
      {!fixed && (
        <Group gap="xs">
          <Button
            variant={ruling === 'must' ? 'filled' : 'default'}
            aria-pressed={ruling === 'must'}
            leftSection={<Icon of={Pin} size={20} />}
            onClick={() => rule('must')}
          >
            {text('console-studies-must')}
          </Button>
          <Button
            variant={ruling === 'must_not' ? 'filled' : 'default'}
            aria-pressed={ruling === 'must_not'}
            leftSection={<Icon of={Ban} size={20} />}
            onClick={() => rule('must_not')}
          >
            {text('console-studies-must-not')}
          </Button>
        </Group>
      )}
    </Paper>
  )
}

/** What a site of the plan reaches, and how firmly it stands. */
function Why({ placed, value }: { placed: PlacedSite; value: (one: number) => string }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <>
      <Text size="sm">
        {text('console-studies-why', { own: value(placed.own), adds: value(placed.adds) })}
      </Text>
      {placed.standing && (
        <Text size="sm">
          {text(`console-studies-standing-${placed.standing}`, {
            share: number(100 * (placed.in_plans ?? 0), 0),
          })}
        </Text>
      )}
    </>
  )
}
