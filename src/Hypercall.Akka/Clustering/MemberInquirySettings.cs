namespace Hypercall.Actors.Clustering;

/// <summary>How members are asked about journals and clocks; hocon/cluster.conf says what each means.</summary>
/// <param name="Patience">How long a round waits for those that do not answer.</param>
/// <param name="ClockCheckInterval">How often an owner compares its clock.</param>
/// <param name="MostClockDifferenceMs">How far two clocks may be apart.</param>
public sealed record MemberInquirySettings(TimeSpan Patience, TimeSpan ClockCheckInterval, long MostClockDifferenceMs)
{
    private const string MostClockDifference = "cluster.most-clock-difference";
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    internal static MemberInquirySettings Read(SettingReader reader) => new(
        reader.Duration("cluster.member-patience", Shortest, Longest),
        reader.Duration("cluster.clock-check-interval", Shortest, Longest),
        (long)ReadMostClockDifference(reader).TotalMilliseconds);

    /// <summary>How far clocks may be apart; 0 in a system that is alone.</summary>
    internal static TimeSpan ReadMostClockDifference(SettingReader reader) =>
        reader.Has(MostClockDifference) ? reader.Duration(MostClockDifference, Shortest, Longest) : TimeSpan.Zero;
}
