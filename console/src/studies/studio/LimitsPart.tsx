import { Pill, Text } from '@mantine/core'
import { useState } from 'react'
import { useFormats, useText } from '../../i18n/text'
import { budgetEnd, type Limits, ruled } from '../study'
import { Figure, Kinds, Slide, Tick } from './fields'
import { useForm } from './form'
import classes from './Studio.module.css'

const WHOLE = ['most_sites', 'unit_least', 'unit_most'] as const

/** What a plan must keep to. Sites that must or must not be used are named on the map. */
export function LimitsPart() {
  const text = useText()
  const { number } = useFormats()
  const { study, edit } = useForm()
  const { limits } = study
  // The scale stays while the budget is dragged along it.
  const [end] = useState(() => budgetEnd(study))
  const put = (part: Partial<Limits>, path = '') => edit({ limits: { ...limits, ...part } }, path)
  const label = (field: string) => text(`console-studies-field-${field.replaceAll('_', '-')}`)
  return (
    <>
      <Slide
        path="limits.budget"
        label={label('budget')}
        value={limits.budget}
        max={end}
        step={end / 100}
        said={
          limits.budget > 0
            ? text('console-studies-money', { value: number(limits.budget), currency: study.currency })
            : text('console-studies-no-budget')
        }
        onChange={(budget, path) => put({ budget }, path)}
      />
      <Figure
        path="limits.years"
        label={label('years')}
        description={text('console-studies-years-hint')}
        value={limits.years}
        max={50}
        onChange={(years, path) => put({ years }, path)}
      />
      <div className={classes.pair}>
        {WHOLE.map((field) => (
          <Figure
            key={field}
            path={`limits.${field}`}
            label={label(field)}
            description={text('console-studies-zero-none')}
            value={limits[field]}
            whole
            onChange={(value, path) => put({ [field]: value }, path)}
          />
        ))}
        <Figure
          path="limits.apart_m"
          label={label('apart_m')}
          description={text('console-studies-zero-none')}
          value={limits.apart_m}
          max={100_000}
          onChange={(apart_m, path) => put({ apart_m }, path)}
        />
      </div>
      {(study.method === 'covering' || limits.unit_reach > 0 || limits.twice > 0) && (
        <div className={classes.pair}>
          <Figure
            path="limits.unit_reach"
            label={label('unit_reach')}
            description={text('console-studies-unit-reach-hint')}
            value={limits.unit_reach}
            max={1}
            step={0.05}
            onChange={(unit_reach, path) => put({ unit_reach }, path)}
          />
          <Figure
            path="limits.twice"
            label={label('twice')}
            description={text('console-studies-twice-hint')}
            value={limits.twice}
            max={0.5}
            step={0.05}
            onChange={(twice, path) => put({ twice }, path)}
          />
        </div>
      )}
      <Kinds
        path="limits.installed"
        label={label('installed')}
        description={text('console-studies-installed-hint')}
        value={limits.installed}
        onChange={(installed) => put({ installed })}
      />
      {limits.installed.length > 0 && (
        <Figure
          path="limits.installed_range_m"
          label={label('installed_range_m')}
          value={limits.installed_range_m}
          max={100_000}
          onChange={(installed_range_m, path) => put({ installed_range_m }, path)}
        />
      )}
      <Tick
        path="limits.powered"
        label={label('powered')}
        value={limits.powered}
        onChange={(powered) => put({ powered })}
      />
      <Figure
        path="limits.reliable"
        label={label('reliable')}
        description={text('console-studies-reliable-hint')}
        value={limits.reliable}
        max={1}
        step={0.05}
        onChange={(reliable, path) => put({ reliable }, path)}
      />
      {(limits.powered || limits.reliable > 0 || study.method === 'supply') && (
        <Figure
          path="limits.scenarios"
          label={label('scenarios')}
          value={limits.scenarios}
          min={1}
          max={4096}
          whole
          onChange={(scenarios, path) => put({ scenarios }, path)}
        />
      )}
      <Ruled ruling="must" sites={limits.must} />
      <Ruled ruling="must_not" sites={limits.must_not} />
    </>
  )
}

/** The sites that must, or must not, be used; each can be let go. */
function Ruled({ ruling, sites }: { ruling: 'must' | 'must_not'; sites: readonly string[] }) {
  const text = useText()
  const { study, edit, fixed, faultOf } = useForm()
  const key = ruling === 'must' ? 'console-studies-must' : 'console-studies-must-not'
  const error = faultOf(`limits.${ruling}`)
  return (
    <div>
      <Text size="sm" fw={500}>
        {text(key)}
      </Text>
      {sites.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('console-studies-ruled-none')}
        </Text>
      )}
      <Pill.Group>
        {sites.map((site) => (
          <Pill
            key={site}
            size="xl"
            withRemoveButton={!fixed}
            removeButtonProps={{
              'aria-label': text('console-studies-remove', { name: site }),
              'aria-hidden': false,
              tabIndex: 0,
              size: '2.75rem',
            }}
            className={classes.pill}
            onRemove={() => edit({ limits: ruled(study.limits, site, '') })}
          >
            {site}
          </Pill>
        ))}
      </Pill.Group>
      {error && (
        <Text size="sm" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
    </div>
  )
}
