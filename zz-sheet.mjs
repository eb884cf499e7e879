import {readFileSync, writeFileSync} from 'node:fs';
import {Resvg} from '@resvg/resvg-js';
const [out, cols, scale, ...files] = process.argv.slice(2);
const n=+cols, sc=+scale; let x=0,y=0,rowH=0,W=0; const parts=[];
files.forEach((f,i)=>{const b=readFileSync(f); const w=b.readUInt32BE(16)*sc, h=b.readUInt32BE(20)*sc;
 if(i%n===0&&i){x=0;y+=rowH+6;rowH=0}
 parts.push(`<image x="${x}" y="${y}" width="${w}" height="${h}" href="data:image/png;base64,${b.toString('base64')}"/>`);
 x+=w+6; rowH=Math.max(rowH,h); W=Math.max(W,x)});
const svg=`<svg xmlns="http://www.w3.org/2000/svg" width="${W}" height="${y+rowH}"><rect width="100%" height="100%" fill="#888"/>${parts.join('')}</svg>`;
writeFileSync(out,new Resvg(svg).render().asPng());
