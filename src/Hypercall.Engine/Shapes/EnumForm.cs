namespace Hypercall.Engine.Shapes;

/// <summary>How the value of an enumeration stands in text; in bytes it is one byte.</summary>
public enum EnumForm : byte
{
    /// <summary>By its name; one called None is null.</summary>
    Name = 0,

    /// <summary>By its name as in the code; it decides which fields follow.</summary>
    Kind = 1,

    /// <summary>Its bits are fields of their own: true, or left out.</summary>
    Flags = 2,

    /// <summary>Its bits are a list of names.</summary>
    Set = 3,
}
