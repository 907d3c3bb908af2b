namespace Hypercall.Engine.Book;

/// <summary>A page of a book's side and the key by which searches find it: the least is the best.</summary>
internal readonly record struct SortedPage(long Key, int Page) : IComparable<SortedPage>
{
    public int CompareTo(SortedPage other) => Key.CompareTo(other.Key);
}
