using System.Text;
using Godwit.Control.Grants;
using Godwit.Policy.Contracts;
using Xunit;
using static Godwit.Control.Tests.Grants.LedgerSamples;

namespace Godwit.Control.Tests.Grants;

/// <summary>What records tell of grants.</summary>
public class GrantChargesTests
{
    [Fact]
    public void A_record_without_charges_tells_nothing() =>
        Assert.Empty(GrantCharges.Read(
            JournalRecord.Of(new RequestRecord { Id = Guid.CreateVersion7(), StartedAt = Start })));

    [Theory]
    [InlineData("\"charges\":[")]
    [InlineData("[{\"charges\":[{}]}]")]
    [InlineData("{\"charges\":[{}]}")]
    [InlineData("{\"id\":1,\"charges\":[{}]}")]
    [InlineData("{\"id\":\"x\",\"started_at\":\"y\",\"charges\":[{}]}")]
    [InlineData("{$,\"charges\":[1]}")]
    [InlineData("{$,\"charges\":[null,\"x\"]}")]
    [InlineData("{$,\"charges\":[{\"account\":\"grant/g\",\"period\":\"x\"}]}")]
    [InlineData("{$,\"charges\":[{\"account\":\"grant/g\",\"reserved\":1e40}]}")]
    [InlineData("{$,\"charges\":[{\"account\":7,\"reserved\":1}]}")]
    [InlineData(
        "{$,\"charges\":[{\"account\":\"grant/g\",\"spent\":9223372036854775807},"
        + "{\"account\":\"grant/g\",\"spent\":1}]}")]
    public void What_has_another_shape_is_left_alone(string json)
    {
        var text = json.Replace(
            "$", "\"id\":\"0199c1f0-0000-7000-8000-000000000000\",\"started_at\":\"2026-07-01T00:00:00Z\"",
            StringComparison.Ordinal);

        Assert.Empty(GrantCharges.Read(new JournalRecord(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Charges_of_limits_are_none_of_the_ledgers() =>
        Assert.Empty(GrantCharges.Read(Record(Guid.CreateVersion7(), Start, ("Budget/b", 0, 10, 5))));
}
