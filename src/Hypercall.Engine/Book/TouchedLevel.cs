using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Book;

/// <summary>A level that may have changed since the book's changes were last collected.</summary>
internal struct TouchedLevel
{
    public long PriceUnits;

    /// <summary>Its quantity before the first touch.</summary>
    public long QuantityBefore;

    /// <summary>Index of the level when it was touched; another one's since then, if its page went.</summary>
    public int Level;

    /// <summary>How many levels were touched before it; known when many are sorted.</summary>
    public int Rank;

    public Side Side;
}
