namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>
/// A column that is appended to and then cut to size; the array is handed over, not copied, when it fits.
/// </summary>
internal struct GrowingColumn<T>(int capacity)
{
    private T[] values = new T[capacity];

    public int Count { get; private set; }

    public readonly ref T Last => ref values[Count - 1];

    public void Add(T value)
    {
        if (Count == values.Length)
            Array.Resize(ref values, Count * 2);
        values[Count++] = value;
    }

    public T[] ToArray()
    {
        Array.Resize(ref values, Count);
        return values;
    }
}
