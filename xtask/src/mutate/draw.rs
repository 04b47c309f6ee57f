//! Numbers at random, the same for the same seed.

/// The generator `SplitMix64` (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators").
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `count`, which is not zero; the tiny bias does not matter here.
    pub(super) fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % count).unwrap_or(0)
    }

    /// One of these, if there is any.
    pub(super) fn one<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        let index = self.below(from.len());
        from.get(index)
    }
}
