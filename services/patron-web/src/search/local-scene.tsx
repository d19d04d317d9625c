/** A parcel on its way past the mountain to a library; decoration. The accent is on the parcel: here it is now. */
export function LocalScene() {
  return (
    <svg class="hero-scene" viewBox="0 0 1440 420" preserveAspectRatio="xMaxYMax slice" aria-hidden="true">
      <circle cx="1262" cy="96" r="40" fill="var(--sun)" />
      <path d="M420 372C540 300 640 250 740 240S1200 222 1440 214V420H420z" fill="var(--rim)" />
      <path d="M1079 152c-6-18 16-22 8-42s18-26 10-50c22 24 6 38 10 52s-14 22-10 40z" fill="var(--smoke)" />
      <path
        d="M700 332 722 268 740 226 752 212 760 184 771 197 780 166 792 186 806 158 818 181 829 170 838 197 858 216 884 246 918 252 962 196 992 162 1014 140 1034 150 1056 142 1078 158 1094 152 1112 178 1140 208 1166 196 1188 176 1212 168 1236 184 1256 194 1284 172 1306 164 1330 184 1376 226 1440 256V420H700z"
        fill="var(--peak)"
      />
      <path
        d="M806 158 818 181 829 170 838 197 858 216 884 246 918 252 880 300 846 252 826 224zM1014 140 1034 150 1056 142 1078 158 1094 152 1112 178 1140 208 1118 262 1084 214 1050 196zM1212 168 1236 184 1256 194 1240 238 1222 206zM1306 164 1330 184 1376 226 1440 256V330L1362 250 1322 206z"
        fill="var(--peak-2)"
      />
      <path d="M300 372C520 300 700 318 880 286S1200 292 1440 262V420H300z" fill="var(--grass)" />
      <path d="M0 396C260 352 520 372 760 346S1180 338 1440 300V420H0z" fill="var(--field)" />
      <path d="M0 402C340 386 620 404 900 384S1300 378 1440 360V420H0z" fill="var(--field-2)" />
      <path
        d="M1236 348C1180 362 1120 352 1064 362S1010 386 940 388 760 396 560 420H640C800 398 900 402 968 396S1050 376 1092 370 1190 374 1258 350z"
        fill="var(--road)"
      />
      <g fill="var(--tree)">
        <path d="M1128 330l-8 0q-3 -18 8 -31q11 13 8 31z" />
        <path d="M1146 334l-11 0q-4 -24 11 -41q14 17 11 41z" />
        <path d="M1338 326l-12 0q-4 -26 12 -44q16 18 12 44z" />
        <path d="M1362 324l-9 0q-3 -20 9 -34q12 14 9 34z" />
        <path d="M1384 328l-13 0q-4 -28 13 -48q17 20 13 48z" />
        <path d="M820 352l-7 0q-2 -16 7 -27q10 11 7 27z" />
        <path d="M836 354l-9 0q-3 -20 9 -34q12 14 9 34z" />
        <path d="M700 358l-6 0q-2 -14 6 -24q8 10 6 24z" />
        <path d="M1414 322l-9 0q-3 -20 9 -34q12 14 9 34z" />
      </g>
      <path d="M1166 300h150v50h-150z" fill="var(--wall)" />
      <path d="M1152 304 1176 270H1306L1330 304z" fill="var(--roof)" />
      <path d="M1218 304 1241 276 1264 304z" fill="var(--wall)" />
      <path d="M1210 306 1241 268 1272 306 1264 306 1241 278 1218 306z" fill="var(--roof)" />
      <path d="M1232 320h18v30h-18z" fill="var(--wood)" />
      <path
        d="M1178 314h16v18h-16zM1200 314h16v18h-16zM1268 314h16v18h-16zM1290 314h16v18h-16z"
        fill="var(--lamp)"
      />
      <path d="M1237 290h8v6h-8z" fill="var(--wood)" />
      <g transform="translate(936 352)">
        <path d="M0 8h44v28H0z" fill="var(--wall)" />
        <path d="M44 16h14l12 11v9H44z" fill="var(--wall)" />
        <path d="M48 19h9l8 8H48z" fill="var(--peak-2)" />
        <path d="M0 30h70v6H0z" fill="var(--wood)" />
        <circle cx="14" cy="37" r="6.5" fill="var(--wood)" />
        <circle cx="55" cy="37" r="6.5" fill="var(--wood)" />
        <circle cx="14" cy="37" r="2.5" fill="var(--road)" />
        <circle cx="55" cy="37" r="2.5" fill="var(--road)" />
        <path d="M14 12h16v14H14z" fill="var(--accent)" />
        <path d="M22 12v14M14 19h16" stroke="var(--wall)" stroke-width="1.6" />
      </g>
    </svg>
  );
}
