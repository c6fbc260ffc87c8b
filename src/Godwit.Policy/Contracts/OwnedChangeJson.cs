using System.Collections.Immutable;
using System.Text.Json;

namespace Godwit.Policy.Contracts;

/// <summary>Writes what a request did to what providers keep, as <see cref="RecordJsonContext"/> does.</summary>
internal static class OwnedChangeJson
{
    private static readonly JsonEncodedText Objects = JsonEncodedText.Encode("objects");
    private static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");
    private static readonly JsonEncodedText Provider = JsonEncodedText.Encode("provider");
    private static readonly JsonEncodedText Account = JsonEncodedText.Encode("account");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Gone = JsonEncodedText.Encode("gone");
    private static readonly JsonEncodedText At = JsonEncodedText.Encode("at");

    private static readonly ImmutableArray<JsonEncodedText> Kinds = RequestRecordJson.EnumNames<OwnedKind>();

    public static void Write(Utf8JsonWriter json, IReadOnlyList<OwnedChange> changes)
    {
        json.WriteStartArray(Objects);
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            json.WriteStartObject();
            if (change.Kind != default)
                json.WriteString(Kind, Kinds[(int)change.Kind]);
            json.WriteString(Provider, change.Provider);
            json.WriteString(Id, change.Id);
            json.WriteString(At, change.At);
            if (change.Account is { } account)
                json.WriteString(Account, account);
            if (change.Gone)
                json.WriteBoolean(Gone, true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
