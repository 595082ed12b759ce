"""An invented population of children and young people with EHC plans, the same for one seed.

    made = make(plans=3300, seed=1, ends_on=date(2020, 1, 14))

Plain Python: nothing here knows a row or a clock.
"""

from goldenthread.demo.population.making import make
from goldenthread.demo.population.people import Person, Population, Standing, Wrong

__all__ = ["Person", "Population", "Standing", "Wrong", "make"]
