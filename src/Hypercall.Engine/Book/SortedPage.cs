namespace Hypercall.Engine.Book;

/// <summary>A page of a book's side among the sorted ones, where searches look.</summary>
internal struct SortedPage
{
    public long Key;
    public int Page;
}
