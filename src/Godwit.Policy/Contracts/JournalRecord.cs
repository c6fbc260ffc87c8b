using System.Buffers;
using System.Text.Json;

namespace Godwit.Policy.Contracts;

/// <summary>
/// One record as it lies in the journal: UTF-8 JSON. It goes to the store as it is, so that shipping a record costs no
/// second writing of it.
/// </summary>
/// <param name="Json">The bytes; whoever hands them out says how long they are good.</param>
public readonly record struct JournalRecord(ReadOnlyMemory<byte> Json)
{
    /// <summary>Writes a record.</summary>
    public static JournalRecord Of(RequestRecord record)
    {
        var bytes = new ArrayBufferWriter<byte>();
        RequestRecordJson.Write(new RecordWriter(bytes), record);
        return new JournalRecord(bytes.WrittenMemory);
    }

    /// <summary>Reads the record whole.</summary>
    /// <exception cref="JsonException">The bytes are no record of this version.</exception>
    public RequestRecord Read() =>
        JsonSerializer.Deserialize(Json.Span, RecordJsonContext.Default.RequestRecord)
        ?? throw new JsonException("The record is null.");
}
