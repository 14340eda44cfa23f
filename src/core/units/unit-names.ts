// Names of pint's units and prefixes, by `python scripts/unit_names.py`: the symbol, then other names of it.
export const UNITS = `
% percent pct wt% wt.% at% at.% mol% vol%
A ampere amp
AU absorbance_unit
A_90 conventional_ampere_90
A_US US_international_ampere
A_it mean_international_ampere
Ah ampere_hour
At ampere_turn
B byte octet
Ba barye barie barad barrie baryd
Bd baud bps
Bi biot
Bq becquerel
Btu british_thermal_unit BTU Btu_iso
Btu_it international_british_thermal_unit
Btu_th thermochemical_british_thermal_unit
C coulomb
C_90 conventional_coulomb_90
Ci curie
Cl clausius
D debye Debye
Da dalton
E_h hartree Eh hartree_energy atomic_unit_of_energy a_u_energy Ha Hartree
F farad
FBM board_foot board_feet BF BDFT super_foot superficial_foot super_feet superficial_feet
F_90 conventional_farad_90
Fr franklin statcoulomb statC esu
G gauss
G_0 conductance_quantum
Gal galileo
Gb gilbert
Gy gray
H henry
H_90 conventional_henry_90
Hz hertz
J joule Joule
K kelvin degK °K degree_Kelvin degreeK Kelvin
K_J josephson_constant
K_J90 conventional_josephson_constant
LMH
Ly langley
M molar
Mx maxwell
N newton
N_A avogadro_constant
Ne number_english NeC ECC
Nm number_meter
Np neper
Oe oersted ørsted
P poise
PPCM pixels_per_centimeter
PSH peak_sun_hour
Pa pascal Pascal
R molar_gas_constant
RIU refractive_index_unit
RKM
R_K von_klitzing_constant
R_K90 conventional_von_klitzing_constant
R_∞ rydberg_constant R_inf
Rd rutherford
Ry rydberg Rydberg
S siemens mho
SPL sound_pressure_level
St stokes
Sv sievert
T tesla
Ta aberdeen
Td townsend
Tj jute
Tt tex
U enzyme_unit enzymeunit
UK_cwt UK_hundredweight
UK_force_ton UK_ton_force
UK_ton
US_cwt US_hundredweight
US_force_ton US_ton_force
US_therm
US_ton
V volt Volt
VA volt_ampere
V_90 conventional_volt_90
V_US US_international_volt
V_it mean_international_volt
W watt Watt
W_90 conventional_watt_90
Wb weber
Wh watt_hour watthour
Xu_Cu x_unit_Cu
Xu_Mo x_unit_Mo
Z_0 impedance_of_free_space characteristic_impedance_of_vacuum
a year yr julian_year
a_0 bohr a0 bohr_radius atomic_unit_of_length a_u_length Bohr
a_u_current atomic_unit_of_current
a_u_efg atomic_unit_of_electric_field_gradient
a_u_electric_field atomic_unit_of_electric_field
a_u_force atomic_unit_of_force
a_u_intensity atomic_unit_of_intensity
a_u_temp atomic_unit_of_temperature
a_u_time atomic_unit_of_time
abA abampere
abC abcoulomb
abF abfarad
abH abhenry
abS absiemens abmho
abV abvolt
abΩ abohm
acre
acre_foot acre_feet
ap_dr apothecary_dram apothecary_drachm drachm
ap_lb apothecary_pound
ap_oz apothecary_ounce
arcmin arcminute arc_minute angular_minute
arcsec arcsecond arc_second angular_second
are
at technical_atmosphere
atm standard_atmosphere atmosphere
atm_l atmosphere_liter
atom
au astronomical_unit
avogadro_number
b barn
bag
bar
bbl barrel
beer_bbl beer_barrel
biot_turn
bit
blob slinch slugette
boiler_horsepower
bpp bits_per_pixel
bu bushel
buckingham
c speed_of_light c_0
cP centipoise
c_1 first_radiation_constant
c_2 second_radiation_constant
cables_length
cal calorie thermochemical_calorie cal_th
cal_15 fifteen_degree_calorie
cal_it international_calorie international_steam_table_calorie
cc cubic_centimeter
cd candela candle
cell
century centuries
chain
cicero
cm centimeter
cm_1 reciprocal_centimeter kayser
cmil circular_mil
common_year
cooling_tower_ton
count
cp cup liquid_cup US_liquid_cup
cps counts_per_second
ct carat
cu_ft cubic_foot cubic_feet
cu_in cubic_inch
cu_yd cubic_yard
cwt hundredweight short_hundredweight
d day
dB decibel
dBW decibelwatt
dBm decibelmilliwatt
dBu decibelmicrowatt
dTt decitex
darcy
decade
deg degree arcdeg arcdegree angular_degree
den denier
dgal dry_gallon US_dry_gallon
didot
dm decimeter
dots_per_inch pixels_per_inch PPI ppi DPI printers_dpi
dpi dry_pint US_dry_pint
dqt dry_quart US_dry_quart
dr dram avoirdupois_dram avdp_dram
dry_barrel US_dry_barrel
dtex
dwt pennyweight
dyn dyne
e elementary_charge
eV electron_volt electronvolt
electrical_horsepower
electron
emu
eon
erg
eu entropy_unit
eulers_number
faraday
faraday_constant
fathom
fifth US_liquid_fifth
fldr fluid_dram fluidram US_fluid_dram US_liquid_dram
floz fluid_ounce US_fluid_ounce US_liquid_ounce
fm fermi femtometer
force_long_ton long_ton_force
force_ton ton_force force_short_ton short_ton_force
formula_unit fu
fortnight
fps foot_per_second
ft foot international_foot feet international_feet
ftH2O foot_H2O ft_H2O feetH2O feet_H2O
ftH2O_4C foot_H2O_4C ft_H2O_4C feetH2O_4C feet_H2O_4C
ftH2O_60F foot_H2O_60F ft_H2O_60F feetH2O_60F feet_H2O_60F
ftHg foot_Hg ft_Hg feetHg feet_Hg
ftHg_0C foot_Hg_0C ft_Hg_0C feetHg_0C feet_Hg_0C
ftHg_32F foot_Hg_32F ft_Hg_32F feetHg_32F feet_Hg_32F
ftHg_60F foot_Hg_60F ft_Hg_60F feetHg_60F feet_Hg_60F
ft_lb foot_pound footpound
fur furlong
g gram
g_0 standard_gravity g0 g_n gravity
g_e electron_g_factor
gal gallon liquid_gallon US_liquid_gallon
gamma_mass
gf force_gram gram_force pond
gi gill liquid_gill US_liquid_gill
gr grain
grad grade gon gradian
gregorian_year
h hour hr
ha hectare
hand
hogshead
hp horsepower UK_horsepower hydraulic_horsepower
imperial_bbl imperial_barrel UK_bbl
imperial_bu imperial_bushel UK_bushel
imperial_cp imperial_cup UK_cup
imperial_fldr imperial_fluid_drachm imperial_fluid_dram
imperial_floz imperial_fluid_ounce UK_fluid_ounce
imperial_fluid_scruple
imperial_gal imperial_gallon UK_gallon
imperial_gi imperial_gill UK_gill
imperial_minim
imperial_pk imperial_peck UK_pk
imperial_pt imperial_pint UK_pint
imperial_qt imperial_quart UK_quart
in inch international_inch inches international_inches
inH2O inch_H2O in_H2O inchesH2O inches_H2O
inH2O_4C inch_H2O_4C in_H2O_4C inchesH2O_4C inches_H2O_4C
inH2O_60F inch_H2O_60F in_H2O_60F inchesH2O_60F inches_H2O_60F
inHg inch_Hg in_Hg inchesHg inches_Hg
inHg_0C inch_Hg_0C in_Hg_0C inchesHg_0C inches_Hg_0C
inHg_32F inch_Hg_32F in_Hg_32F inchesHg_32F inches_Hg_32F
inHg_60F inch_Hg_60F in_Hg_60F inchesHg_60F inches_Hg_60F
jig shot US_shot
k boltzmann_constant k_B
k_C coulomb_constant
kat katal
kg kilogram
kgf force_kilogram kilogram_force
kip
km kilometer
kn knot kt knot_international international_knot
kph kilometer_per_hour KPH
kps kilometer_per_second
ksi kip_per_square_inch
l liter L ℓ litre
lambert
lb pound avoirdupois_pound avdp_pound
lbf force_pound pound_force
league
leap_year
li link survey_link
lm lumen
ln10
long_hundredweight
long_ton
lx lux
ly light_year lightyear
m meter metre
mH2O meter_H2O m_H2O
mH2O_4C meter_H2O_4C m_H2O_4C
mH2O_60F meter_H2O_60F m_H2O_60F
mHg meter_Hg m_Hg
mHg_0C meter_Hg_0C m_Hg_0C
mHg_32F meter_Hg_32F m_Hg_32F
mHg_60F meter_Hg_60F m_Hg_60F
m_e electron_mass atomic_unit_of_mass a_u_mass
m_n neutron_mass
m_p proton_mass
m_u atomic_mass_constant
mas milliarcsecond
meter_per_second_squared
metric_horsepower
mg milligram
mi mile international_mile
mil
millennium millennia
min minute
minim
mol mole
month
mph mile_per_hour MPH
mps meter_per_second
newtonian_constant_of_gravitation gravitational_constant
nit
nmi nautical_mile
oct octave
oil_bbl oil_barrel
oz ounce avoirdupois_ounce avdp_ounce
ozf force_ounce ounce_force
particle molec molecule
pc parsec
pdl poundal
pica printers_pica
pixel dot pel picture_element
pk peck
planck_current
planck_length
planck_mass
planck_temperature
planck_time
pp point printers_point big_point bp
ppm
psi pound_force_per_square_inch
pt pint liquid_pint US_pint
px css_pixel
qt quart liquid_quart US_liquid_quart
quad quadrillion_Btu
quarter
r_e classical_electron_radius
rad radian
rads
rd rod pole perch
refrigeration_ton ton_of_refrigeration
rem
reyn
rhe
roentgen röntgen
rpm revolutions_per_minute
rps revolutions_per_second
s second sec
sample
scaled_point
scruple
sft survey_foot
shake
sidereal_day
sidereal_month
sidereal_year
site
slpm standard_liter_per_minute slm
slug
smi survey_mile us_statute_mile
sq_deg square_degree sqdeg
sq_ft square_foot square_feet
sq_in square_inch square_inches
sq_mi square_mile
sq_rod square_rod sq_pole sq_perch
sq_yd square_yard
square_league
square_survey_mile section
sr steradian
statA statampere
statF statfarad
statH stathenry
statT stattesla
statV statvolt
statWb statweber
statmho
statΩ statohm
step
stere
stilb
stone
sv sverdrup
svedberg
synodic_month lunar_month
t metric_ton tonne
tTNT ton_TNT
tansec
tbsp tablespoon
tex_cicero
tex_didot
tex_pica
tex_point
tf force_metric_ton metric_ton_force force_t t_force
th thou mil_length
thm therm EC_therm
tlb troy_pound lbt
toe tonne_of_oil_equivalent
ton short_ton
torr
toz troy_ounce ozt
tropical_month
tropical_year
tsp teaspoon
turn revolution cycle circle
u unified_atomic_mass_unit amu
unit_pole
week
wien_frequency_displacement_law_constant
wien_u
wien_wavelength_displacement_law_constant
wien_x
yd yard international_yard
°C degree_Celsius celsius degC degreeC Celsius
°F degree_Fahrenheit fahrenheit degF degreeF
°R degree_Rankine rankine degR degreeR
°Re degree_Reaumur reaumur degRe degreeRe degree_Réaumur réaumur
µ micron μ
µ_0 vacuum_permeability mu_0 mu0 magnetic_constant
µ_B bohr_magneton mu_B muB µB μB μ_B
µ_N nuclear_magneton mu_N
µg microgram
µl microliter
µm micrometer
µmol micromole
Å angstrom ångström Å Angstrom Angstroms Ang
Å_star angstrom_star
ħ dirac_constant hbar atomic_unit_of_action a_u_action
Δ°C delta_degree_Celsius Δcelsius ΔdegC ΔdegreeC delta_celsius delta_degC delta_degreeC
Δ°F delta_degree_Fahrenheit Δfahrenheit ΔdegF ΔdegreeF delta_fahrenheit delta_degF delta_degreeF
Δ°Re delta_degree_Reaumur Δreaumur ΔdegRe ΔdegreeRe Δdegree_Réaumur Δréaumur delta_reaumur delta_degRe delta_degreeRe delta_degree_Réaumur delta_réaumur
Φ_0 magnetic_flux_quantum Phi_0
Ω ohm Ohm
Ω_90 conventional_ohm_90 ohm_90
Ω_US US_international_ohm ohm_US
Ω_it mean_international_ohm ohm_it
α fine_structure_constant alpha
γ gamma
ε strain ϵ
ε_0 vacuum_permittivity epsilon_0 eps_0 eps0 electric_constant
ζ zeta
λ lambda
π pi
ρH2O conventional_water_density
ρH2O_4C water_density_4C
ρH2O_60F water_density_60F
ρHg conventional_mercury_density
ρHg_0C mercury_density_0C
ρHg_32F mercury_density_32F
ρHg_60F mercury_density_60F
σ stefan_boltzmann_constant sigma
σ_e thomson_cross_section sigma_e
‰ permille
ℎ planck_constant
`;
export const PREFIXES = `
E exa
Ei exbi
G giga
Gi gibi
Ki kibi
M mega
Mi mebi
P peta
Pi pebi
Q quetta
R ronna
T tera
Ti tebi
Y yotta
Yi yobi
Z zetta
Zi zebi
a atto
c centi
d deci
da deca deka
f femto
h hecto
k kilo
m milli
n nano
p pico
q quecto
r ronto
semi demi
sesqui
y yocto
z zepto
µ micro μ u mu mc
`;
