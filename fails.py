import json,sys
d=json.load(open('/tmp/w/process/.local/jest.json'))
for t in d['testResults']:
    if t.get('message') and t['status']=='failed' and not t['assertionResults']: print(t['name'],t['message'][:1500])
    for a in t['assertionResults']:
        if a['status']=='failed':
            m=a['failureMessages'][0]
            print(t['name'].split('process/')[1],'|',a['fullName'],'|',m[:int(sys.argv[1]) if len(sys.argv)>1 else 200].replace('\n',' '))
            print()
