import sys

import yaml

for session in yaml.safe_load(open(sys.argv[1]))["sessions"]:
    print("##", session["date"], session["title"])
