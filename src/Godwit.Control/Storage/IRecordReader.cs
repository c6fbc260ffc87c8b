namespace Godwit.Control.Storage;

/// <summary>Reads records from one end to the other, however many there are.</summary>
internal interface IRecordReader
{
    /// <summary>The JSON of each record as it was journalled, oldest first; read in steps.</summary>
    IAsyncEnumerable<string> ReadAsync(RequestFilter filter, CancellationToken cancellation);
}
