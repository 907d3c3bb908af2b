namespace Hypercall.Testing.Twin;

/// <summary>Which marks a question takes (risk.md A3).</summary>
internal enum NaiveMarks
{
    /// <summary>Current ones only; without one there is no answer.</summary>
    Current,

    /// <summary>Each current, else last.</summary>
    CurrentElseLast,

    /// <summary>Each current, else last, else what a position that was never marked counts.</summary>
    Maintenance,
}
