using Column = Godwit.Control.Exports.Column<Godwit.Control.Exports.Focus.FocusRow>;

namespace Godwit.Control.Exports.Focus;

/// <summary>
/// The columns of the FinOps Open Cost and Usage Specification 1.2 (FOCUS, focus.finops.org, read 2026-11-25), in
/// alphabetical order, and those of our own with <c>x_</c> before them. docs/reports.md says what each holds here.
/// </summary>
internal static class FocusTable
{
    public static ExportTable<FocusRow> Table { get; } = new(
    [
        Column.Amount("BilledCost", r => r.Billed),
        Column.Text("BillingAccountId", r => r.Key.Provider),
        Column.Text("BillingAccountName", r => r.Key.Provider),
        Column.Text("BillingAccountType", _ => "Provider"),
        Column.Text("BillingCurrency", r => r.Key.Currency),
        Column.Instant("BillingPeriodEnd", r => r.MonthEnd),
        Column.Instant("BillingPeriodStart", r => r.MonthStart),
        Column.Text("ChargeCategory", _ => "Usage"),
        Column.Text("ChargeClass", _ => null),
        Column.Text("ChargeDescription", r => r.Description),
        Column.Text("ChargeFrequency", _ => "Usage-Based"),
        Column.Instant("ChargePeriodEnd", r => r.PeriodEnd),
        Column.Instant("ChargePeriodStart", r => r.Key.PeriodStart),
        Column.Amount("ConsumedQuantity", r => r.Count),
        Column.Text("ConsumedUnit", r => r.ConsumedUnit),
        Column.Amount("ContractedCost", r => r.Amount),
        Column.Amount("ContractedUnitPrice", r => r.Key.UnitPrice),
        Column.Amount("EffectiveCost", r => r.Billed),
        Column.Text("InvoiceId", _ => null),
        Column.Text("InvoiceIssuerName", r => r.Key.Provider),
        // The specification lists what has no list price at what is billed; what a grant paid has a price all the same.
        Column.Amount("ListCost", r => r.Amount),
        Column.Amount("ListUnitPrice", r => r.ListUnitPrice),
        Column.Text("PricingCategory", _ => "Standard"),
        Column.Amount("PricingQuantity", r => r.PricingQuantity),
        Column.Text("PricingUnit", r => r.PricingUnit),
        Column.Text("ProviderName", r => r.Key.Provider),
        Column.Text("PublisherName", r => r.Key.Provider),
        Column.Text("RegionId", r => r.Key.CloudRegion),
        Column.Text("RegionName", r => r.Key.CloudRegion),
        Column.Text("ResourceId", r => r.Resource),
        Column.Text("ResourceName", r => r.Key.Model),
        Column.Text("ResourceType", _ => "Model"),
        Column.Text("ServiceCategory", _ => "AI and Machine Learning"),
        Column.Text("ServiceName", r => r.Key.Provider),
        Column.Text("ServiceSubcategory", _ => "Generative AI"),
        Column.Text("SkuId", r => r.Sku),
        Column.Text("SkuMeter", r => r.Meter),
        Column.Text("SkuPriceDetails", _ => null),
        Column.Text("SkuPriceId", r => r.SkuPrice),
        Column.Text("SubAccountId", r => r.SubAccount),
        Column.Text("SubAccountName", r => r.Key.Project),
        Column.Text("SubAccountType", r => r.SubAccount is null ? null : "Project"),
        Column.Text("Tags", r => FocusTags.Of(r.Key)),
        Column.Text("x_Grant", r => r.Key.Grant),
        Column.Text("x_Organization", r => r.Key.Organization),
        Column.Text("x_PriceVersion", r => r.Key.PriceVersion),
        Column.Text("x_Project", r => r.Key.Project),
        Column.Number("x_Requests", r => r.Requests),
    ]);
}
