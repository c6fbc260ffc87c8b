using System.Collections.Immutable;
using System.Text.Json;

namespace Godwit.Policy.Contracts;

/// <summary>Writes what a request did to what providers keep, as <see cref="RecordJsonContext"/> does.</summary>
internal static class OwnedChangeJson
{
    private static readonly RecordMember Objects = new("objects");
    private static readonly RecordMember Kind = new("kind");
    private static readonly RecordMember Provider = new("provider");
    private static readonly RecordMember Account = new("account");
    private static readonly RecordMember Id = new("id");
    private static readonly RecordMember Gone = new("gone");
    private static readonly RecordMember At = new("at");

    private static readonly ImmutableArray<JsonEncodedText> Kinds = RequestRecordJson.EnumNames<OwnedKind>();

    public static void Write(RecordWriter json, IReadOnlyList<OwnedChange> changes)
    {
        json.StartArray(Objects);
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            json.StartObject();
            if (change.Kind != default)
                json.Encoded(Kind, Kinds[(int)change.Kind]);
            json.Text(Provider, change.Provider);
            json.Text(Id, change.Id);
            json.Instant(At, change.At);
            json.Text(Account, change.Account);
            json.Flag(Gone, change.Gone);
            json.EndObject();
        }

        json.EndArray();
    }
}
