"""python -m mgkd.cli"""

from mgkd.cli import main

main()
