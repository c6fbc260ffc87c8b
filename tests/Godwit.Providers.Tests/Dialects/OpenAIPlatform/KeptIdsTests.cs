using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.OpenAIPlatform;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIPlatform;

/// <summary>Which ids of what providers keep are replaced, and that nothing else is.</summary>
public sealed class KeptIdsTests
{
    [Theory]
    [InlineData(
        """{ "id" : "b1", "object": "batch", "input_file_id":"f1","output_file_id":null, "error_file_id": "f2" }""",
        """{ "id" : "Batch:b1", "object": "batch", "input_file_id":"File:f1","output_file_id":null, "error_file_id": "File:f2" }""")]
    [InlineData(
        """{"id":"b1","metadata":{"id":"x","input_file_id":"y"},"errors":{"data":[{"id":"z"}]}}""",
        """{"id":"Batch:b1","metadata":{"id":"x","input_file_id":"y"},"errors":{"data":[{"id":"z"}]}}""")]
    [InlineData(
        """{"id":"b1","result_files":["f1","f2"],"training_file":"f3","validation_file":"","n":[["f4"]]}""",
        """{"id":"Batch:b1","result_files":["File:f1","File:f2"],"training_file":"File:f3","validation_file":"File:","n":[["f4"]]}""")]
    [InlineData(
        """{"object":"list","data":[{"id":"ckpt","fine_tuning_job_id":"j1","metrics":{"training_file":"no"}}]}""",
        """{"object":"list","data":[{"id":"ckpt","fine_tuning_job_id":"FineTuningJob:j1","metrics":{"training_file":"no"}}]}""")]
    [InlineData("""{"input_file\u005fid":"f1"}""", """{"input_file\u005fid":"File:f1"}""")]
    public void Ids_of_an_answer_are_replaced_and_every_other_byte_stays(string answer, string expected) =>
        Assert.Equal(expected, Replace(answer, (json, exchange, edits) =>
            KeptIds.InAnswer(json, OwnedKind.Batch, exchange, edits)));

    [Theory]
    [InlineData(
        """{"id":"u1","object":"upload","filename":"f","file":{"id":"f1","object":"file","n":{"id":"x"}}}""",
        """{"id":"Upload:u1","object":"upload","filename":"f","file":{"id":"File:f1","object":"file","n":{"id":"x"}}}""")]
    [InlineData("""{"id":"u1","file":null,"n":{"id":"x"}}""", """{"id":"Upload:u1","file":null,"n":{"id":"x"}}""")]
    public void An_upload_has_its_own_id_and_its_files(string answer, string expected) =>
        Assert.Equal(expected, Replace(answer, (json, exchange, edits) =>
            KeptIds.InAnswer(json, OwnedKind.Upload, exchange, edits)));

    [Fact]
    public void A_part_has_its_uploads_id_and_one_of_its_own() => Assert.Equal(
        """{"id":"part_1","object":"upload.part","upload_id":"Upload:u1"}""",
        Replace("""{"id":"part_1","object":"upload.part","upload_id":"u1"}""", (json, exchange, edits) =>
            KeptIds.InAnswer(json, null, exchange, edits)));

    [Theory]
    [InlineData(
        """{"model":"m","messages":[{"content":[{"type":"file","file":{"file_id":"f1"}}]}]}""",
        """{"model":"m","messages":[{"content":[{"type":"file","file":{"file_id":"File:f1"}}]}]}""")]
    [InlineData(
        """{"input":[{"content":[{"type":"input_file","file_id":"f1"}]}],"tools":[{"container":{"file_ids":["f2"]}}]}""",
        """{"input":[{"content":[{"type":"input_file","file_id":"File:f1"}]}],"tools":[{"container":{"file_ids":["File:f2"]}}]}""")]
    [InlineData(
        """{"metadata":{"file_id":"x"},"tools":[{"function":{"parameters":{"const":{"file_id":"x"}}}}]}""",
        """{"metadata":{"file_id":"x"},"tools":[{"function":{"parameters":{"const":{"file_id":"x"}}}}]}""")]
    [InlineData(
        """{"input":[{"content":[{"annotations":[{"type":"file_citation","file_id":"x"}]}]}],"training_file":"f1"}""",
        """{"input":[{"content":[{"annotations":[{"type":"file_citation","file_id":"x"}]}]}],"training_file":"File:f1"}""")]
    public void Ids_of_a_request_are_replaced_where_files_are_named(string request, string expected) =>
        Assert.Equal(expected, Replace(request, (json, exchange, edits) => KeptIds.InRequest(json, exchange, edits)));

    [Fact]
    public void Hostile_bodies_give_a_json_error_or_nothing_and_never_another_exception()
    {
        var random = new Random(7);
        var golden = Encoding.UTF8.GetBytes(
            """{"id":"a","file_id":"b\ud83d\ude00","data":[{"id":1,"input_file_id":["c",{"d":[]}]}],"metadata":{"id":{}}}""");
        for (var i = 0; i < 20_000; i++)
        {
            var body = golden.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                body[random.Next(body.Length)] = (byte)"{}[]\",:\\du0x"[random.Next(12)];
            }

            try
            {
                KeptIds.InAnswer(body, OwnedKind.File, (_, id) => id, new BodyEdits());
                KeptIds.InRequest(body, (_, id) => id, new BodyEdits());
            }
            catch (JsonException)
            {
                // That it is none is what has to be said.
            }

            BatchLine.TryRead(body, out _, out _);
        }
    }

    [Fact]
    public void Too_deep_nesting_is_a_json_error()
    {
        var deep = Encoding.UTF8.GetBytes(new string('[', 100_000));

        Assert.ThrowsAny<JsonException>(() => KeptIds.InRequest(deep, (_, id) => id, new BodyEdits()));
        Assert.False(BatchLine.TryRead(deep, out _, out _));
    }

    private static string Replace(string json, Action<byte[], IdExchange, BodyEdits> find)
    {
        var (body, edits, output) = (Encoding.UTF8.GetBytes(json), new BodyEdits(), new ArrayBufferWriter<byte>());
        find(body, (kind, id) => $"{kind}:{id}", edits);
        edits.Write(body, output);
        Assert.Equal(output.WrittenCount - body.Length, edits.Growth);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
