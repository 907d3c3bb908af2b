namespace Hypercall.History;

/// <summary>Spans that samples are read by, in ms.</summary>
public enum SampleInterval : long
{
    FiveMinutes = 300_000,
    Hour = 3_600_000,
    Day = 86_400_000,
}
