import {serveStdio, StdioServerTransport} from '@modelcontextprotocol/server/stdio';
import {messageFault} from '../agents/message-fault.js';
import {LONGEST_REQUEST, requestLines} from '../agents/request-lines.js';
import {createServer} from '../agents/server.js';
import {openDesk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {say} from '../say.js';
import type {World} from '../world.js';
import {userSessions} from './sessions.js';

/** Serves the Model Context Protocol on standard input and output until the client closes it. */
export async function mcpCommand(world: World, {playbook}: {readonly playbook?: string}): Promise<Exit> {
	const desk = await openDesk(world, playbook);
	if (!desk) return EXIT.usage;
	if (process.stdin.isTTY)
		say(world, 'This is a server for programs: name it in the configuration of an MCP client. Ctrl-D ends it.');
	const lines = process.stdin.pipe(requestLines(process.stdout, LONGEST_REQUEST, messageFault));
	serveStdio(() => createServer(desk, userSessions(), playbook), {
		transport: new StdioServerTransport(lines, process.stdout),
		onerror: (error) => {
			say(world, error.message);
		},
	});
	await new Promise((resolve) => {
		lines.once('end', resolve);
		lines.once('close', resolve);
	});
	return EXIT.done;
}
