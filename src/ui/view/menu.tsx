// The choices of a screen. ink-select-input keeps the cursor; the state is told of every move, and a menu that was changed
// from elsewhere is made anew at the state's cursor.
import {Text, useInput} from 'ink';
import SelectInput from 'ink-select-input';
import {useCallback, useMemo, useRef} from 'react';
import type {MenuItem} from '../screens/screen.js';
import {fit, line, plain, type Line} from '../text/line.js';
import {Lines} from './lines.js';
import {pointed} from './spans.js';

interface Props {
	/** Changes whenever the menu must be made anew. */
	readonly identity: string;
	readonly items: readonly MenuItem[];
	readonly cursor: number;
	readonly rows: number;
	readonly columns: number;
	/** Whether a digit chooses the line of that number on the screen; not where lines are numbered. */
	readonly digits?: boolean;
	readonly onMove: (cursor: number) => void;
	readonly onChoose: (item: string) => void;
}

interface Choice {
	readonly key: string;
	readonly label: string;
	readonly value: string;
	readonly rows: readonly Line[];
}

export function Menu({identity, items, cursor, rows, columns, digits = true, onMove, onChoose}: Props) {
	const choices = useMemo(
		() =>
			items.map((item): Choice => {
				const content = fit(typeof item.label === 'string' ? line(item.label) : item.label, columns - 2);
				return {key: item.id, value: item.id, label: plain(content), rows: [content, ...(item.more ?? [])]};
			}),
		[items, columns],
	);
	const typed = useRef('');
	return (
		<>
			<KeyNote onKey={useCallback((input: string) => (typed.current = input), [])} />
			<SelectInput
				key={`${identity} ${rows} ${items.map((item) => item.id).join(' ')}`}
				items={choices}
				initialIndex={Math.min(cursor, Math.max(0, choices.length - 1))}
				limit={rows}
				indicatorComponent={Pointer}
				itemComponent={Entry}
				onHighlight={(item) => onMove(choices.findIndex((one) => one.value === item.value))}
				onSelect={(item) => {
					if (digits || !/^[1-9]$/.test(typed.current)) onChoose(item.value);
				}}
			/>
		</>
	);
}

/** Hears each key before the menu does: the menu does not say by which key a line was chosen. */
function KeyNote({onKey}: {readonly onKey: (input: string) => void}) {
	useInput(onKey);
	return null;
}

function Pointer({isSelected = false}: {readonly isSelected?: boolean}) {
	return isSelected ? <Text color="cyan">{'❯ '}</Text> : <Text>{'  '}</Text>;
}

function Entry(props: {readonly isSelected?: boolean; readonly label: string}) {
	const {rows} = props as unknown as Choice;
	return <Lines lines={props.isSelected === true ? rows.map(pointed) : rows} />;
}
